export default definePageConfig({ navigationBarTitleText: '我的', navigationStyle: 'custom', backgroundColor: '#D9E7E6' });
