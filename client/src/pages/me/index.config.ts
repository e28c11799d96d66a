export default definePageConfig({
  navigationBarTitleText: '我的',
  navigationStyle: 'custom',
  enablePullDownRefresh: true,
  backgroundColor: '#D9E7E6',
});
