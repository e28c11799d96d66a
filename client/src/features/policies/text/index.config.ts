export default definePageConfig({
  navigationBarTitleText: '文件原文',
  navigationBarBackgroundColor: '#FFFFFF',
});
