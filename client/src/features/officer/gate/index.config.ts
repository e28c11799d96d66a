export default definePageConfig({
  navigationBarTitleText: '验票',
  navigationStyle: 'custom',
});
