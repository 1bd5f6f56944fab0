using System.Numerics.Tensors;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The base that a personal network corrects: bias, which is the crowd's mean of an item plus the user's own level, or a mixture of bias
/// and central models. The shares depend on how many ratings of the user the models know, and on how rarely the item is rated.
/// </summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class AnswerBase
{
    private const int Fraction = RatingWeights.FractionBits;

    private readonly ICentralAnswers? _central;
    private readonly RatingWeights? _weights;
    private int[] _row = [];
    private int[] _model = [];

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
    /// <param name="level">The user's own level, in units with 6 fraction bits.</param>
    public void Prepare(UserBase prepared, int user, UserRatings ratings, long level)
    {
        prepared.Clear();
        prepared.User = user;
        prepared.Level = level;
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
    /// <param name="item">The item; may be unknown.</param>
    /// <param name="crowdMean">The crowd's mean of the item, in units.</param>
    /// <param name="rarity">The item's rarity, see <see cref="RatingWeights.RarityOf"/>.</param>
    public long Of(UserBase user, int item, int crowdMean, int rarity)
    {
        long bias = ((long)crowdMean << PersonalReader.AnswerBits) + user.Level;
        long parts = 0;
        for (int model = 0; model < user.Shares.Length; model++)
        {
            int share = ShareOf(user, model, rarity);
            if (share != 0)
            {
                parts += Part(_central!.Of(model, user.User, user.State, item), bias, share);
            }
        }

        return bias + parts;
    }

    /// <summary>Writes the bases of a user's answers for all items, in units with 6 fraction bits.</summary>
    /// <param name="user">The prepared user.</param>
    /// <param name="means">The crowd's means of the items, in units, in whole blocks.</param>
    /// <param name="rarities">The items' rarities.</param>
    /// <param name="itemCount">The number of items.</param>
    /// <returns>The bases, valid until the next call. Entries beyond the last item may have any value.</returns>
    public ReadOnlySpan<int> All(UserBase user, ReadOnlySpan<int> means, ReadOnlySpan<int> rarities, int itemCount)
    {
        Span<int> row = RowOf(means.Length);
        TensorPrimitives.ShiftLeft(means, PersonalReader.AnswerBits, row);
        TensorPrimitives.Add(row, (int)user.Level, row);

        for (int model = 0; model < user.Shares.Length; model++)
        {
            if (!user.Asks(model))
            {
                continue;
            }

            _central!.Fill(model, user.User, user.State, _model.AsSpan(0, itemCount));
            for (int item = 0; item < itemCount; item++)
            {
                long bias = ((long)means[item] << PersonalReader.AnswerBits) + user.Level;
                row[item] += (int)Part(_model[item], bias, ShareOf(user, model, rarities[item]));
            }
        }

        return row;
    }

    /// <summary>The same base for all items: a user's level. Valid until the next call.</summary>
    public ReadOnlySpan<int> Level(long level, int length)
    {
        Span<int> row = RowOf(length);
        row.Fill((int)level);
        return row;
    }

    /// <summary>Clears all user data in the scratch memory.</summary>
    public void Clear()
    {
        Array.Clear(_row);
        Array.Clear(_model);
    }

    /// <summary>
    /// The parts of the base of a user's answer for an item, in units with 6 fraction bits: they sum to it. The central part is null if
    /// there is no central model.
    /// </summary>
    public (long Everyone, long Crowd, long? Central, long Level) PartsOf(
        UserBase user, int item, int totalMean, int crowdMean, int rarity)
    {
        long everyone = (long)totalMean << PersonalReader.AnswerBits;
        int bias = 1 << Fraction;
        for (int model = 0; model < user.Shares.Length; model++)
        {
            bias -= ShareOf(user, model, rarity);
        }

        long crowd = (((long)(crowdMean - totalMean) << PersonalReader.AnswerBits) * bias) >> Fraction;
        long level = (user.Level * bias) >> Fraction;
        return (everyone, crowd, _central is null ? null : Of(user, item, crowdMean, rarity) - everyone - crowd - level, level);
    }

    private Span<int> RowOf(int length)
    {
        if (_row.Length < length)
        {
            _row = new int[length];
            _model = new int[length];
        }

        return _row.AsSpan(0, length);
    }

    private static int ShareOf(UserBase user, int model, int rarity) =>
        user.Shares[model] + ((user.RareShares[model] * rarity) >> Fraction);

    private static long Part(int answer, long bias, int share) =>
        ((((long)answer << PersonalReader.AnswerBits) - bias) * share) >> Fraction;
}
