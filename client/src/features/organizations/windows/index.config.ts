export default definePageConfig({ navigationBarTitleText: '服务窗口和电话' });
