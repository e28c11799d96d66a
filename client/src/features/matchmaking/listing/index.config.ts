export default definePageConfig({
  navigationBarTitleText: '供需详情',
  navigationBarBackgroundColor: '#FFFFFF',
  enablePullDownRefresh: true,
});
