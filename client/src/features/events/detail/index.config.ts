export default definePageConfig({
  navigationBarTitleText: '活动详情',
  navigationBarBackgroundColor: '#FFFFFF',
  enableShareAppMessage: true,
  enablePullDownRefresh: true,
});
