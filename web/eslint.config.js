// Type-aware rules for the page; the strict set, without opinions on layout.
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "node_modules", "eslint.config.js"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      "no-console": "error",
      "no-restricted-syntax": ["error",
        { selector: "JSXAttribute[name.name='style']", message: "No style attribute: the content security policy refuses it." },
        { selector: "JSXText[value=/[A-Za-zÀ-ÿ]/]", message: "Words live in fr.ts, not in components." }],
    },
  },
);
