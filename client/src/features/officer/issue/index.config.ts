export default definePageConfig({
  navigationBarTitleText: '诉求办理',
  navigationBarBackgroundColor: '#FFFFFF',
  enablePullDownRefresh: true,
});
