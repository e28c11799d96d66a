/** The five tabs, in order. WeChat keeps their pages (`pages/<name>/index`) in the main package. */
export const tabs = [
  { name: 'home', text: '首页' },
  { name: 'policies', text: '政策' },
  { name: 'issues', text: '诉求' },
  { name: 'matching', text: '对接' },
  { name: 'me', text: '我的' },
] as const;
