import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('workspaces')
export class WorkspaceEntity {
  @PrimaryColumn({ type: 'uuid' }) id: string;
  @Column({ type: 'text' }) name: string;
  /** The workspace's key for event ids and hashed lead ids, under ENCRYPTION_KEYS; it never changes. */
  @Column({ type: 'bytea', name: 'hash_key_sealed' }) hashKeySealed: Buffer;
  @Column({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
}
