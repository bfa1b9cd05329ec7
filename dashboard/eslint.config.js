import importX from "eslint-plugin-import-x";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const FEATURES = ["overview", "generate", "batches", "queue", "dataset", "templates", "exports"];

// Arrows point one way: app -> features -> components -> lib; a feature never imports another one.
const arrows = [
  { target: "./src/lib", from: ["./src/app", "./src/features", "./src/components"], message: "lib is the ground floor." },
  { target: "./src/components", from: ["./src/app", "./src/features"], message: "components know no page." },
  { target: "./src/features", from: "./src/app", message: "features do not know the app." },
  ...FEATURES.map((name) => ({
    target: `./src/features/${name}`,
    from: "./src/features",
    except: [`./${name}`],
    message: "A feature does not import another one: lift what both need to components or lib.",
  })),
];

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**", "src/lib/api/types.gen.ts"] },
  ...tseslint.configs.recommendedTypeChecked,
  reactHooks.configs.flat["recommended-latest"],
  {
    files: ["src/**/*.{ts,tsx}", "vite.config.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [importX.createNodeResolver({ extensions: [".ts", ".tsx"], alias: { "@": [`${import.meta.dirname}/src`] } })] },
    rules: {
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones: arrows }],
      "import-x/no-cycle": "error",
      "max-lines": ["error", { max: 220, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  { files: ["**/*.test.{ts,tsx}", "src/testing/**"], rules: { "max-lines": "off" } },
  { files: ["**/*.{js,mjs}"], ...tseslint.configs.disableTypeChecked },
);
