export default definePageConfig({
  navigationBarTitleText: '政策',
  navigationStyle: 'custom',
  enablePullDownRefresh: true,
});
