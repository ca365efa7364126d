import { BlockList, isIP } from "node:net";

/**
 * Everything that is no address of the public internet: IANA's special-purpose registries for IPv4 and IPv6
 * (RFC 6890 and what came after it), multicast, and the ways in which IPv6 carries an IPv4 address.
 */
const NOT_PUBLIC = new BlockList();
for (const [net, bits] of [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
  ] as const),
  ...([
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
  ] as const),
  ...([
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ] as const),
] as const)
  NOT_PUBLIC.addSubnet(net, bits, "ipv4");

/** Only what IANA has given out as global unicast; of that, not what stands for something else. */
const GLOBAL = new BlockList();
GLOBAL.addSubnet("2000::", 3, "ipv6");
for (const [net, bits] of [
  ...([
    ["2001::", 23],
    ["2001:db8::", 32],
    ["2002::", 16],
    ["3fff::", 20],
  ] as const),
] as const)
  NOT_PUBLIC.addSubnet(net, bits, "ipv6");

/** Whether an IP address, as a resolver gives it, is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !NOT_PUBLIC.check(address, "ipv4");
  if (family === 6) return GLOBAL.check(address, "ipv6") && !NOT_PUBLIC.check(address, "ipv6");
  return false;
}
