export default definePageConfig({ navigationBarTitleText: '窗口详情', enablePullDownRefresh: true });
