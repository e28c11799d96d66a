export default definePageConfig({
  navigationBarTitleText: '入场码',
  navigationStyle: 'custom',
  navigationBarTextStyle: 'white',
  backgroundColor: '#0E4252',
});
