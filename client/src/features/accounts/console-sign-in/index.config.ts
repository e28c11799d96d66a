export default definePageConfig({ navigationBarTitleText: '登录控制台' });
