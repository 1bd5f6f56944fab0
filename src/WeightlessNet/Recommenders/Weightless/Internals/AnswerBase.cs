using System.Numerics.Tensors;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The base that a personal network corrects: bias, which is the crowd's mean of an item plus the user's own level, or a mixture of bias
/// and central models. The shares depend on how many ratings of the user the models know, and on how rarely the item is rated. The base of
/// an item that was added after the central models' training is bias.
/// </summary>
/// <remarks>Thread-safe, and immutable but for the answers that it keeps.</remarks>
internal sealed class AnswerBase
{
    private const int Fraction = RatingWeights.FractionBits;

    private readonly ICentralAnswers? _central;
    private readonly RatingWeights? _weights;
    private readonly KeptRows _kept = new();

    /// <param name="central">The central models; null for none.</param>
    /// <param name="weights">Their shares; null if there are none.</param>
    public AnswerBase(ICentralAnswers? central = null, RatingWeights? weights = null)
    {
        _central = weights is null ? null : central;
        _weights = weights;
    }

    /// <summary>Creates room for what a user's base needs.</summary>
    public UserBase CreateUser() => new(_central?.ModelCount ?? 0, _central?.StateLength ?? 0);

    /// <summary>Prepares the base of a user's answers.</summary>
    /// <param name="prepared">Receives what the base needs to know of the user.</param>
    /// <param name="user">The user.</param>
    /// <param name="ratings">The user's current ratings.</param>
    public void Prepare(UserBase prepared, int user, UserRatings ratings)
    {
        prepared.Clear();
        prepared.User = user;
        bool asks = false;
        for (int model = 0; model < prepared.Shares.Length; model++)
        {
            int known = _central!.KnownRatingsOf(model, user, ratings.Length);
            prepared.Shares[model] = known == 0 ? 0 : _weights!.CentralShare(model, known);
            prepared.RareShares[model] = known == 0 ? 0 : _weights!.CentralRareShare(model, known);
            asks |= prepared.Asks(model);
        }

        if (asks)
        {
            _central!.Prepare(prepared, ratings);
        }
    }

    /// <summary>The base of a user's answer for an item, in units with 6 fraction bits.</summary>
    /// <param name="user">The prepared user.</param>
    /// <param name="level">The user's own level, in units with 6 fraction bits.</param>
    /// <param name="item">The item; may be unknown.</param>
    /// <param name="crowdMean">The crowd's mean of the item, in units.</param>
    /// <param name="rarity">The item's rarity, see <see cref="RatingWeights.RarityOf"/>.</param>
    public long Of(UserBase user, long level, int item, int crowdMean, int rarity)
    {
        long bias = ((long)crowdMean << PersonalReader.AnswerBits) + level;
        long parts = 0;
        for (int model = 0; model < user.Shares.Length && Knows(item); model++)
        {
            int share = ShareOf(user, model, rarity);
            if (share != 0)
            {
                parts += Part(_central!.Of(model, user.User, user.State, item), bias, share);
            }
        }

        return bias + parts;
    }

    /// <summary>The number of central models.</summary>
    public int ModelCount => _central?.ModelCount ?? 0;

    /// <summary>
    /// The central models' answers for all items that they know, model after model, if they are kept or worth keeping; otherwise null.
    /// Those of a model without a share are left out.
    /// </summary>
    /// <remarks>A user who changes after every list has nothing kept, so that no memory is taken for it.</remarks>
    public int[]? KeptRowsOf(UserBase user)
    {
        int[]? rows = user.Rows;
        if (rows is not null)
        {
            return rows;
        }

        if (!user.WasListed)
        {
            user.WasListed = true;
            return null;
        }

        rows = new int[RowsLength];
        Fill(user, rows);
        user.Rows = rows;
        _kept.Keep(user, (long)sizeof(int) * rows.Length);
        return rows;
    }

    /// <summary>Drops all kept answers of central models.</summary>
    public void Clear() => _kept.Clear();

    /// <summary>
    /// Writes the central models' answers for all items that they know, model after model. Those of a model without a share are left out.
    /// </summary>
    /// <param name="user">The prepared user.</param>
    /// <param name="rows">Receives the <see cref="RowsLength"/> answers, in units.</param>
    public void Fill(UserBase user, Span<int> rows)
    {
        for (int model = 0; model < user.Shares.Length; model++)
        {
            if (user.Asks(model))
            {
                _central!.Fill(model, user.User, user.State, rows.Slice(model * RowLength, _central.ItemCount));
            }
        }
    }

    /// <summary>Writes the bases of a user's answers for a block of items, in units with 6 fraction bits.</summary>
    /// <param name="user">The prepared user.</param>
    /// <param name="level">The user's own level, in units with 6 fraction bits.</param>
    /// <param name="latest">What the user's latest ratings add, in units with 6 fraction bits.</param>
    /// <param name="block">The number of the block.</param>
    /// <param name="layout">The block.</param>
    /// <param name="rows">The central models' answers, as <see cref="Fill"/> writes them.</param>
    /// <param name="bases">Receives the bases. Those beyond the last item may have any value.</param>
    public void Write(
        UserBase user,
        long level,
        long latest,
        int block,
        BlockLayout layout,
        ReadOnlySpan<int> rows,
        Span<int> bases)
    {
        TensorPrimitives.ShiftLeft(layout.Means, PersonalReader.AnswerBits, bases);
        TensorPrimitives.Add(bases, (int)(level + latest), bases);
        int known = (_central?.ItemCount ?? 0) - (block * ItemAddresses.BlockSize);
        if (known <= 0)
        {
            return;
        }

        for (int model = 0; model < user.Shares.Length; model++)
        {
            if (user.Asks(model))
            {
                int start = (model * RowLength) + (block * ItemAddresses.BlockSize);
                CentralBlock.Add(
                    rows.Slice(start, ItemAddresses.BlockSize),
                    layout.Means,
                    layout.Rarities,
                    level,
                    user.Shares[model],
                    user.RareShares[model],
                    bases);
            }
        }

        for (int i = known; i < bases.Length; i++)
        {
            bases[i] = (layout.Means[i] << PersonalReader.AnswerBits) + (int)(level + latest);
        }
    }

    /// <summary>How many answers of all central models <see cref="Fill"/> writes: whole blocks for each.</summary>
    public int RowsLength => ModelCount * RowLength;

    private int RowLength =>
        ((_central?.ItemCount ?? 0) + ItemAddresses.BlockSize - 1) / ItemAddresses.BlockSize * ItemAddresses.BlockSize;

    /// <summary>
    /// The parts of the base of a user's answer for an item, in units with 6 fraction bits: they sum to it. The central part is null if
    /// there is no central model.
    /// </summary>
    public (long Everyone, long Crowd, long? Central, long Level) PartsOf(
        UserBase user, long userLevel, int item, int totalMean, int crowdMean, int rarity)
    {
        long everyone = (long)totalMean << PersonalReader.AnswerBits;
        int bias = 1 << Fraction;
        for (int model = 0; model < user.Shares.Length && Knows(item); model++)
        {
            bias -= ShareOf(user, model, rarity);
        }

        long crowd = (((long)(crowdMean - totalMean) << PersonalReader.AnswerBits) * bias) >> Fraction;
        long level = (userLevel * bias) >> Fraction;
        return (everyone, crowd, _central is null ? null : Of(user, userLevel, item, crowdMean, rarity) - everyone - crowd - level, level);
    }

    // Models that were trained for fewer items have no opinion about those that came later.
    private bool Knows(int item) => _central is not null && item < _central.ItemCount;

    private static int ShareOf(UserBase user, int model, int rarity) =>
        user.Shares[model] + ((user.RareShares[model] * rarity) >> Fraction);

    private static long Part(int answer, long bias, int share) =>
        ((((long)answer << PersonalReader.AnswerBits) - bias) * share) >> Fraction;
}
