declare module 'miniprogram-compiler' {
  const compiler: {
    /** Source of a function of `global` that answers WeChat's `$gwx`. */
    wxmlToJs(folder: string): string;
    /** Source of a function that answers the style sheet of a path. */
    wxssToJs(folder: string): string;
  };
  export default compiler;
}
