import { Group, Text } from '@mantine/core';
import { text } from '../text';
import icon from './icon.svg';

export function Brand() {
  return (
    <Group gap="xs" wrap="nowrap">
      <img src={icon} width={26} height={26} alt="" />
      <Text fw={650} component="span">
        {text.product}
      </Text>
    </Group>
  );
}
