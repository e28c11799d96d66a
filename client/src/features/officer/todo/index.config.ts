export default definePageConfig({
  navigationBarTitleText: '企业服务工作台',
  enablePullDownRefresh: true,
});
