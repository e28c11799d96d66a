export default definePageConfig({ navigationBarTitleText: '发供需' });
