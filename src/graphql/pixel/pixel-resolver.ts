import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Connection, connect, pageOf } from '../connections';
import { type ApiContext, workspaceWith } from '../context';
import { PlatformEnum } from '../enums';
import { FiringStats, firingStatsOf } from '../firing/firing-stats';
import { DateTimeScalar, IdScalar } from '../scalars';
import { checkedRange } from '../time-range';
import { Pixel, PixelConnection, pixelOf } from './pixel';
import { ConnectPixelInput, UpdatePixelInput } from './pixel-inputs';
import { PlatformInfo, platformInfoOf } from './platform-info';

@Resolver(() => Pixel)
export class PixelResolver {
  @Query(() => Pixel, {
    nullable: true,
    description: 'Disconnected ones too; null where the workspace has none with this id.',
  })
  async pixel(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<Pixel | null> {
    workspaceWith(context, 'READ');
    const record = await context.loaders.pixels.load(id);
    return record && pixelOf(record);
  }

  @Query(() => PixelConnection, { description: 'Newest first, without disconnected ones.' })
  async pixels(
    @Arg('platform', () => PlatformEnum, { nullable: true }) platform: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: ApiContext,
  ): Promise<Connection<Pixel>> {
    const workspaceId = workspaceWith(context, 'READ');
    const request = pageOf(first, after);
    return connect(await context.services.pixels.page(workspaceId, { platform }, request), request, pixelOf);
  }

  @Query(() => [PlatformInfo], { description: 'The platforms that a pixel can be connected to.' })
  platforms(@Ctx() context: ApiContext): PlatformInfo[] {
    workspaceWith(context, 'READ');
    return context.platforms.map(platformInfoOf);
  }

  @Mutation(() => Pixel)
  async connectPixel(
    @Arg('input', () => ConnectPixelInput) input: ConnectPixelInput,
    @Ctx() context: ApiContext,
  ): Promise<Pixel> {
    return pixelOf(await context.services.pixels.connect(workspaceWith(context, 'MANAGE'), input));
  }

  @Mutation(() => Pixel)
  async updatePixel(
    @Arg('id', () => IdScalar) id: string,
    @Arg('input', () => UpdatePixelInput) input: UpdatePixelInput,
    @Ctx() context: ApiContext,
  ): Promise<Pixel> {
    return pixelOf(await context.services.pixels.update(workspaceWith(context, 'MANAGE'), id, input));
  }

  @Mutation(() => Pixel, {
    description:
      'Tries the credentials without making a conversion; mends the pixel where they work. Facebook can be asked so. TikTok and custom receivers can not: the pixel counts as mended on your word, and the next event tries it.',
  })
  async verifyPixel(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<Pixel> {
    return pixelOf(await context.services.pixels.verify(workspaceWith(context, 'MANAGE'), id));
  }

  @Mutation(() => Boolean, {
    description:
      'Wipes its credentials and ends its waiting firings FAILED; CONFLICT while a rule uses it. Always true.',
  })
  async disconnectPixel(@Arg('id', () => IdScalar) id: string, @Ctx() context: ApiContext): Promise<boolean> {
    await context.services.pixels.disconnect(workspaceWith(context, 'MANAGE'), id);
    return true;
  }

  @FieldResolver(() => FiringStats)
  async stats(
    @Root() { record }: Pixel,
    @Arg('createdAfter', () => DateTimeScalar, { nullable: true }) createdAfter: Date | null,
    @Arg('createdBefore', () => DateTimeScalar, { nullable: true }) createdBefore: Date | null,
    @Ctx() { loaders }: ApiContext,
  ): Promise<FiringStats> {
    const range = checkedRange({ createdAfter, createdBefore }, '');
    return firingStatsOf(await loaders.stats.load({ by: 'pixelId', id: record.id, ...range }));
  }
}
