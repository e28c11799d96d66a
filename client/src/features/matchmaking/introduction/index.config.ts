export default definePageConfig({
  navigationBarTitleText: '对接详情',
  navigationBarBackgroundColor: '#FFFFFF',
  enablePullDownRefresh: true,
});
