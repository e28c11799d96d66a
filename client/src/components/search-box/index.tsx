import { Input, View } from '@tarojs/components';

import { Icon } from '../icon';
import { Tap } from '../tap';

import '../field/index.scss';
import './index.scss';

interface SearchBoxProps {
  placeholder: string;
  /** A box that only leads to the search page. */
  onTap?: () => void;
  value?: string;
  onChange?: (value: string) => void;
  onSearch?: (value: string) => void;
  focus?: boolean;
}

/** Where words to search for are typed, or the way to that place. */
export function SearchBox({
  placeholder,
  onTap,
  value = '',
  onChange,
  onSearch,
  focus = false,
}: SearchBoxProps) {
  if (onTap) {
    return (
      <Tap className="q-search" role="link" label={placeholder} onTap={onTap}>
        <Icon name="search" size={20} />
        <View className="q-search__words">{placeholder}</View>
      </Tap>
    );
  }
  return (
    <View className="q-search">
      <Icon name="search" size={20} />
      <Input
        className="q-search__input"
        type="text"
        confirmType="search"
        value={value}
        placeholder={placeholder}
        placeholderClass="q-placeholder"
        ariaLabel={placeholder}
        maxlength={60}
        focus={focus}
        onInput={(event) => onChange?.(event.detail.value)}
        onConfirm={(event) => onSearch?.(event.detail.value)}
      />
      {value !== '' && (
        <Tap className="q-search__clear" label="清空" onTap={() => onChange?.('')}>
          <Icon name="close" size={18} />
        </Tap>
      )}
    </View>
  );
}
