export default definePageConfig({ navigationBarTitleText: '管通知' });
