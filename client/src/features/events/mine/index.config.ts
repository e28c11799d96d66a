export default definePageConfig({ navigationBarTitleText: '我报名的', enablePullDownRefresh: true });
