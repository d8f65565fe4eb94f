import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { byPath, faultsOf } from '../api/errors';
import { ErrorNote } from '../shell/error-note';
import { tell } from '../shell/tell';
import { text } from '../text';
import { RENAME_CAMPAIGN } from './queries';

export function RenameCampaign({ id, name }: { id: string; name: string }) {
  const [opened, { open, close }] = useDisclosure();
  const [next, setNext] = useState(name);
  const [{ fetching, error }, rename] = useMutation(RENAME_CAMPAIGN);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await rename({ id, input: { name: next.trim() } });
    if (!data) return;
    close();
    tell(text.campaigns.renamed);
  };
  return (
    <>
      <Button variant="default" onClick={open}>
        {text.campaigns.rename}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={text.campaigns.rename}
        closeButtonProps={{ 'aria-label': text.common.close }}
      >
        <form onSubmit={submit} noValidate>
          <Stack align="flex-start">
            <TextInput
              label={text.campaigns.name}
              w="100%"
              data-autofocus
              value={next}
              onChange={(event) => setNext(event.currentTarget.value)}
              error={byPath(faultsOf(error)).name}
            />
            <ErrorNote error={error} shownPaths={['name']} />
            <Button type="submit" loading={fetching}>
              {text.common.save}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
