import js from "@eslint/js";

// Types, and so names that are not defined, are left to TypeScript (tsconfig.json).
const rules = {
  complexity: ["error", 10],
  "consistent-return": "error",
  eqeqeq: "error",
  "no-console": ["error", { allow: ["warn"] }],
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-nested-ternary": "error",
  "no-new-func": "error",
  "no-shadow": "error",
  "no-undef": "off",
  "no-unneeded-ternary": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
  // Texts of strangers are inserted as text, never as HTML.
  "no-restricted-properties": [
    "error",
    ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "createContextualFragment"].map(
      (property) => ({
        property,
        message: "Insert text as text.",
      }),
    ),
    { object: "document", property: "write", message: "Insert text as text." },
  ],
};

export default [
  js.configs.recommended,
  { rules, linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: ["docs/assets/{controls,passages}.js", "overrides/inline/*.js", "scripts/press_archive/publish/offline/*.js"], languageOptions: { sourceType: "script" } },
];
