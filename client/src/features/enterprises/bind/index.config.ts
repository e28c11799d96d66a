export default definePageConfig({
  navigationBarTitleText: '绑定企业',
  navigationBarBackgroundColor: '#FFFFFF',
});
