import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ActionProps } from 'react-querybuilder';
import { text } from '../text';

const words = text.campaigns.builder;

/** The builder's buttons: adding in words, removing as a sign with a name. */
export function BuilderButton({ label, title, handleOnClick, disabled }: ActionProps) {
  if (title === words.removeCondition || title === words.removeGroup) {
    return (
      <ActionIcon variant="subtle" color="gray" size={36} aria-label={title} title={title} onClick={handleOnClick}>
        <IconX size={16} />
      </ActionIcon>
    );
  }
  return (
    <Button
      variant="default"
      size="xs"
      mt={3}
      leftSection={<IconPlus size={14} />}
      onClick={handleOnClick}
      disabled={disabled}
    >
      {label}
    </Button>
  );
}
