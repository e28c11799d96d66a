export default definePageConfig({
  navigationBarTitleText: '隐私',
  navigationBarBackgroundColor: '#FFFFFF',
  enablePullDownRefresh: true,
});
