import { withoutParameter } from '@/platform/address';
import { featurePath } from '@/platform/page-path';

describe('addresses of pages', () => {
  test('a code is taken out before and after the #, and the rest stays', () => {
    expect(withoutParameter('http://localhost/m/?code=c1&phone=p1', 'code')).toBe(
      'http://localhost/m/?phone=p1',
    );
    expect(withoutParameter('http://localhost/m/?code=c1#/pages/home/index', 'code')).toBe(
      'http://localhost/m/#/pages/home/index',
    );
    expect(withoutParameter('http://localhost/m/#/pages/home/index?code=c1&id=7', 'code')).toBe(
      'http://localhost/m/#/pages/home/index?id=7',
    );
  });

  test('a feature’s page is addressed by its folders, and empty values are left out', () => {
    expect(featurePath('issues/detail', { id: '7', from: undefined })).toBe(
      '/features/issues/detail/index?id=7',
    );
    expect(featurePath('policies/search', { words: '设备 补助' })).toBe(
      '/features/policies/search/index?words=%E8%AE%BE%E5%A4%87%20%E8%A1%A5%E5%8A%A9',
    );
  });
});
