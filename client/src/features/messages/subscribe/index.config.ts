export default definePageConfig({
  navigationBarTitleText: '开通知',
  navigationBarBackgroundColor: '#FFFFFF',
  backgroundColor: '#FFFFFF',
});
