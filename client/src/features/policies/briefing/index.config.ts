export default definePageConfig({
  navigationBarTitleText: '政策简报',
  navigationBarBackgroundColor: '#FFFFFF',
  enableShareAppMessage: true,
});
