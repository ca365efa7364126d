// @vitest-environment node
import { describe, expect, test } from "vitest";
import { Checkbox, CheckboxGroup, RadioGroup, SelectField } from "./choice-fields.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { FileField } from "./file-field.tsx";
import { SubmitButton } from "./submit-button.tsx";
import { htmlOf, textOf } from "./test-render.tsx";
import { DateField, MoneyField, PasswordField, TextArea, TextField } from "./text-fields.tsx";

const OPTIONS = [
  { value: "a", label: "Alpha" },
  { value: "b", label: "Beta" },
];

describe("every field", () => {
  const parts = { id: "it", label: "Question", hint: "Help", error: "Broken", required: true, name: "it" };
  test.each([
    ["text", <TextField key="1" {...parts} />],
    ["password", <PasswordField key="2" {...parts} />],
    ["date", <DateField key="3" {...parts} />],
    ["long text", <TextArea key="4" {...parts} />],
    ["money", <MoneyField key="5" {...parts} currency="EUR" />],
    ["select", <SelectField key="6" {...parts} options={OPTIONS} />],
    ["file", <FileField key="7" {...parts} />],
    ["checkbox", <Checkbox key="8" {...parts} />],
  ])("ties its label, hint and error to the control (%s)", (_, field) => {
    const html = htmlOf(field);
    const control = html.match(/<(input|select|textarea)[^>]*>/)?.[0] ?? "";
    expect(control).toContain('id="it"');
    expect(control).toContain('aria-describedby="it-hint it-error"');
    expect(control).toContain('aria-invalid="true"');
    expect(control).toContain('required=""');
    expect(html).toMatch(/<label[^>]*(for="it")?/);
    expect(html).toContain('id="it-hint"');
    expect(html).toContain('id="it-error"');
    expect(textOf(html)).toContain("Error: Broken");
  });

  test("without hint and error describes nothing", () => {
    const html = htmlOf(<TextField label="Name" name="name" />);
    expect(html).not.toContain("aria-describedby");
    expect(html).not.toContain("aria-invalid");
  });

  test("takes the first of a list of messages, and none from an empty list", () => {
    expect(textOf(htmlOf(<TextField label="Name" error={["First", "Second"]} />))).toContain(
      "Error: First",
    );
    expect(textOf(htmlOf(<TextField label="Name" error={[]} />))).toBe("Name");
  });
});

describe("a group of choices", () => {
  test("is a fieldset with a legend, and its error describes it", () => {
    const html = htmlOf(
      <RadioGroup id="holder" name="holder" label="Who" options={OPTIONS} error="Choose one" />,
    );
    expect(html).toMatch(/<fieldset[^>]*aria-describedby="holder-error"[^>]*><legend/);
  });

  test("starts with the choices that were made", () => {
    const html = htmlOf(<CheckboxGroup name="all" label="Which" options={OPTIONS} defaultValue={["b"]} />);
    expect(html.match(/checked=""/g)).toHaveLength(1);
    expect(html).toMatch(/value="b"[^>]*checked|checked[^>]*value="b"/);
  });
});

test("an error summary links to each field and takes the focus when it appears", () => {
  const html = htmlOf(
    <ErrorSummary errors={[{ message: "Fee is missing", fieldId: "fee" }, { message: "Stale" }]} />,
  );
  expect(html).toContain('role="alert"');
  expect(html).toContain('tabindex="-1"');
  expect(html).toContain('href="#fee"');
  expect(textOf(html)).toContain("Stale");
});

test("an error summary without errors is not there", () => {
  expect(htmlOf(<ErrorSummary errors={[]} />)).toBe("");
});

describe("a submit button", () => {
  test("that waits keeps its label and its focus", () => {
    const html = htmlOf(<SubmitButton pending>Approve</SubmitButton>);
    expect(html).toContain('aria-disabled="true"');
    expect(html).toContain('aria-busy="true"');
    expect(html).not.toContain(" disabled");
    expect(textOf(html)).toMatch(/^Approve/);
  });

  test("at rest carries its name and value", () => {
    const html = htmlOf(
      <SubmitButton name="intent" value="approve">
        Approve
      </SubmitButton>,
    );
    expect(html).toMatch(/type="submit"/);
    expect(html).toMatch(/name="intent"/);
    expect(html).not.toContain("aria-busy");
  });
});
