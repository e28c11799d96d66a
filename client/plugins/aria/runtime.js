import { mergeInternalComponents } from '@tarojs/shared';

import { patch } from './attributes.cjs';

mergeInternalComponents(patch);
