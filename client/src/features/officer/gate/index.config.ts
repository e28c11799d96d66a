export default definePageConfig({
  navigationBarTitleText: '验票',
  navigationStyle: 'custom',
  navigationBarTextStyle: 'white',
  backgroundColor: '#0F1719',
});
