/** What a screen reader is told; kept in both builds by the aria plugin. */
interface AriaProps {
  role?: string;
  ariaLabel?: string;
  ariaHidden?: boolean;
  ariaChecked?: boolean;
  ariaSelected?: boolean;
  ariaDisabled?: boolean;
  ariaLive?: 'off' | 'polite' | 'assertive';
}

declare module '@tarojs/components/types/View' {
  interface ViewProps extends AriaProps {
    /** Keyboard access, in the browser only. */
    tabIndex?: number;
    onKeyDown?: (event: KeyboardEvent) => void;
  }
}
declare module '@tarojs/components/types/Text' {
  interface TextProps extends AriaProps {
    ariaLabel?: string;
  }
}
declare module '@tarojs/components/types/Image' {
  interface ImageProps extends AriaProps {
    ariaLabel?: string;
  }
}
declare module '@tarojs/components/types/Button' {
  interface ButtonProps extends AriaProps {
    ariaLabel?: string;
  }
}
declare module '@tarojs/components/types/Input' {
  interface InputProps extends AriaProps {
    ariaLabel?: string;
  }
}
declare module '@tarojs/components/types/Textarea' {
  interface TextareaProps extends AriaProps {
    ariaLabel?: string;
  }
}
declare module '@tarojs/components/types/ScrollView' {
  interface ScrollViewProps extends AriaProps {
    ariaLabel?: string;
  }
}

export type { AriaProps };
