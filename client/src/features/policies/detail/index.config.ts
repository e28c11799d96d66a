export default definePageConfig({
  navigationBarTitleText: '政策详情',
  navigationBarBackgroundColor: '#FFFFFF',
  enableShareAppMessage: true,
  enablePullDownRefresh: true,
});
