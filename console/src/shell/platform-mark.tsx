import { Group, Text, VisuallyHidden } from '@mantine/core';
import { IconBrandFacebook, IconBrandTiktok, IconTargetArrow, IconWebhook } from '@tabler/icons-react';
import { text } from '../text';
import { wordFor } from '../text/words';

const ICONS: Record<string, typeof IconWebhook> = {
  FACEBOOK: IconBrandFacebook,
  TIKTOK: IconBrandTiktok,
  CUSTOM: IconWebhook,
};

export function PlatformIcon({ platform, size = 18 }: { platform: string; size?: number }) {
  const Icon = ICONS[platform] ?? IconTargetArrow;
  return <Icon size={size} stroke={1.7} aria-hidden className="nowrap platform-icon" />;
}

/** A platform's sign and name; other words for it, such as the pixel's name, may stand in the name's place. */
export function PlatformMark({ platform, children }: { platform: string; children?: string }) {
  return (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex" miw={0}>
      <PlatformIcon platform={platform} />
      {children && <VisuallyHidden>{`${wordFor(text.platform, platform)}: `}</VisuallyHidden>}
      <Text span inherit>
        {children ?? wordFor(text.platform, platform)}
      </Text>
    </Group>
  );
}
