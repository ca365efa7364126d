import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPublicAddress } from "./public-address.ts";

describe("an address", () => {
  test.each([
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "172.15.255.255",
    "172.32.0.0",
    "100.128.0.0",
    "11.0.0.1",
  ])("%s is the public internet's", (address) => expect(isPublicAddress(address)).toBe(true));
  test.each(["2606:4700:4700::1111", "2a00:1450:4001:80b::200e", "2001:4860:4860::8888"])(
    "%s too",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  test.each([
    ["0.0.0.0", "this host"],
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["10.1.2.3", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.168.1.1", "private"],
    ["100.64.0.1", "a carrier's"],
    ["169.254.169.254", "a cloud's metadata"],
    ["192.0.0.192", "a cloud's metadata"],
    ["198.18.0.1", "benchmarks"],
    ["192.0.2.1", "documentation"],
    ["224.0.0.1", "multicast"],
    ["255.255.255.255", "broadcast"],
    ["::", "nothing"],
    ["::1", "loopback"],
    ["::ffff:127.0.0.1", "IPv4 within IPv6"],
    ["::ffff:8.8.8.8", "IPv4 within IPv6"],
    ["64:ff9b::7f00:1", "IPv4 within IPv6"],
    ["2002:7f00:1::", "6to4 of loopback"],
    ["2001:0:7f00:1::", "Teredo"],
    ["fc00::1", "private"],
    ["fd00:ec2::254", "a cloud's metadata"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local with a zone"],
    ["ff02::1", "multicast"],
    ["2001:db8::1", "documentation"],
    ["", "nothing"],
    ["example.com", "a name"],
    ["2130706433", "a number"],
    ["0x7f.1", "hexadecimal"],
    ["127.1", "short"],
  ])("%s is not (%s)", (address) => expect(isPublicAddress(address)).toBe(false));

  test("of 10/8, 127/8 and fc00::/7 is never public", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const v4 = fc.tuple(fc.constantFrom(10, 127), byte, byte, byte).map((parts) => parts.join("."));
    const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
    const v6 = fc
      .tuple(
        fc.integer({ min: 0xfc00, max: 0xfdff }).map((n) => n.toString(16)),
        ...Array(7).fill(group),
      )
      .map((parts) => parts.join(":"));
    fc.assert(
      fc.property(fc.oneof(v4, v6), (address) => {
        expect(isPublicAddress(address)).toBe(false);
      }),
    );
  });
});
