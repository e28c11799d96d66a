export default definePageConfig({ navigationBarTitleText: '登录', navigationBarBackgroundColor: '#FFFFFF' });
