using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving;

/// <summary>
/// What a list of recommendations should look like beyond "the best first": varied, close to the user's own mix, within an application's
/// rules, and with some items that the recommender knows little of. Create one, keep it, and pass it to
/// <see cref="Recommender{TUser, TItem}.Recommend(TUser, int, ListShape{TItem})"/>.
/// </summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>
/// <para>
/// A list is filled place by place. The user's pinned items come first, then <see cref="Always"/>. Each further place gets the item that
/// is best by <see cref="Diversity"/> and <see cref="Mix"/> among the first hundred of the ranking, or ten times as many as wanted,
/// whichever is more, but 2,000 at most. <see cref="Limits"/> and <see cref="Minimums"/> say which items may have the place; if none of
/// these may, the best of all others that may is taken. So the list is shorter than wanted only if no further item of the catalog may be
/// listed.
/// </para>
/// <para>
/// A shape in which nothing is set gives the same list as no shape. Immutable; a changed copy is made by <c>with</c>. Thread-safe if its
/// functions are. The functions are called on the thread that asks, in no stated order.
/// </para>
/// </remarks>
public sealed record ListShape<TItem>
    where TItem : notnull
{
    private double _diversity;
    private double _exploration;
    private double _novelty;
    private double? _knownShare;
    private TItem[] _always = [];
    private TItem[] _never = [];
    private ListLimit<TItem>[] _limits = [];
    private ListMinimum<TItem>[] _minimums = [];

    /// <summary>
    /// How much it counts that items differ from those before them, 0 to 1. At 0, the default, the best come first; at 1, each item is as
    /// different from those before it as can be. With d for this value, an item counts (1 - d) times its score, from 0 for the worst to 1
    /// for the best of those that are looked at, minus d times its similarity to the most similar item before it.
    /// </summary>
    /// <remarks>
    /// Maximal marginal relevance: Carbonell and Goldstein, "The Use of MMR, Diversity-Based Reranking for Reordering Documents and
    /// Producing Summaries" (SIGIR 1998), with d = 1 - lambda. Two items are similar in a field by the share of common bits among those
    /// that one of them has; the similarity is the mean over the fields that one of them has. If items have no fields, this has no effect.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double Diversity
    {
        get => _diversity;
        init => _diversity = OptionRange.Checked(value, 0, 1, nameof(Diversity));
    }

    /// <summary>The values that the list should have in the proportions of what the user likes; null, the default, for none.</summary>
    public ListMix<TItem>? Mix { get; init; }

    /// <summary>
    /// How much less popular items are preferred, 0 to 1; 0, the default, does not. The popularity of an item is the logarithm of the share
    /// of users who like it, in bits. This share of the bits by which it is above that of an item with the mean number of likes is
    /// subtracted from the item's score, for the order of the list. At 1, an item that twice as many people like must score a bit more.
    /// </summary>
    /// <remarks>
    /// The popularity discount of Steck, "Item Popularity and Recommendation Accuracy" (RecSys 2011), in bits. Items below the mean are not
    /// preferred further. <see cref="Suggestion{TItem}.Score"/> is the score itself. Held-out likes are mostly of popular items, so a
    /// measure of accuracy falls although users may find more of what they did not know.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double Novelty
    {
        get => _novelty;
        init => _novelty = OptionRange.Checked(value, 0, 1, nameof(Novelty));
    }

    /// <summary>
    /// The share of the places that are given to items of which little is known, 0 to 1; 0, the default, gives none. A share of a place
    /// is a place by chance: at 0.25, three of four lists with five places have one such place, and the fourth has two.
    /// </summary>
    /// <remarks>
    /// An item that gets such a place is not among the best, as many as the list has places. It is one of the next in the ranking (to the
    /// hundredth, or to ten times as many as wanted, but the 2,000th at most), or one of as many of all allowed items, drawn by chance with
    /// <see cref="Seed"/>: so each item of the catalog may be shown. Of these it is the best by its score plus a random amount, which is
    /// the larger, the fewer ratings its score was read from: Thompson sampling, as in Chapelle and Li, "An Empirical Evaluation of
    /// Thompson Sampling" (NIPS 2011). The ratings counted are those in the user's cells and the likes of all users. What the user has
    /// rated or chosen is not explored. The places are chosen by chance, after those of pinned items and <see cref="Always"/>.
    /// <see cref="Suggestion{TItem}.IsExplored"/> tells these items. The catalog is
    /// ranked a second time, for the items drawn.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double Exploration
    {
        get => _exploration;
        init => _exploration = OptionRange.Checked(value, 0, 1, nameof(Exploration));
    }

    /// <summary>
    /// What <see cref="Exploration"/> draws from. Equal seeds give a user equal lists as long as nothing was learned; use the number of
    /// the day or of the visit. The default is 0.
    /// </summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Items that come first for everyone, in this order, after the user's pinned items. Those that are unknown, removed, hidden by the
    /// user, in <see cref="Never"/> or not in <see cref="Where"/> are left out, and rated ones too unless <see cref="RanksRated"/> says
    /// otherwise. They count in <see cref="Limits"/>, but are shown even if these are exceeded.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value or an item is null.</exception>
    public IReadOnlyList<TItem> Always
    {
        get => Array.AsReadOnly(_always);
        init => _always = Copied(value, nameof(Always));
    }

    /// <summary>Items that are not listed, not even if they are pinned. Unknown and removed ones are ignored.</summary>
    /// <exception cref="ArgumentNullException">The value or an item is null.</exception>
    public IReadOnlyCollection<TItem> Never
    {
        get => Array.AsReadOnly(_never);
        init => _never = Copied(value, nameof(Never));
    }

    /// <summary>
    /// Whether items that the user has rated or chosen may be listed again, as suits groceries and music; by default they are left out.
    /// Items that the user does not like are never listed again.
    /// </summary>
    public bool RanksRated { get; init; }

    /// <summary>
    /// The share of the places for items that the user has rated or chosen, 0 to 1, rounded to whole places with halves up; null, the
    /// default, for none if <see cref="RanksRated"/> is false, or else for as many as are among the best. Above 0 it includes
    /// <see cref="RanksRated"/>. Of known items those come first that the user has chosen most, by the total of events or else by the
    /// rating, of equal ones the latest; where in the list they stand, the ranking decides. If too few known or new items may be listed,
    /// items of the other kind get their places. Pinned items and <see cref="Always"/> count. <see cref="Suggestion{TItem}.IsKnown"/> tells
    /// known items.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double? KnownShare
    {
        get => _knownShare;
        init => _knownShare = value is double share ? OptionRange.Checked(share, 0, 1, nameof(KnownShare)) : null;
    }

    /// <summary>Which items may be listed; all if null.</summary>
    public Func<TItem, bool>? Where { get; init; }

    /// <summary>How many items with the same value there may be. An item must be within all limits.</summary>
    /// <exception cref="ArgumentNullException">The value or a limit is null.</exception>
    public IReadOnlyList<ListLimit<TItem>> Limits
    {
        get => Array.AsReadOnly(_limits);
        init => _limits = Copied(value, nameof(Limits));
    }

    /// <summary>
    /// Which items must have a share of the list: the last places are kept for them. An item counts for each minimum that it is of. Without
    /// limits, all minimums are met if there are enough items of each kind and as many places after the pinned items and
    /// <see cref="Always"/> as all minimums together need. With fewer places, or with limits, a minimum may be missed although there is
    /// such a list: the list is filled place by place, with the best item that is of any missing kind. Other items fill the places then.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value or a minimum is null.</exception>
    public IReadOnlyList<ListMinimum<TItem>> Minimums
    {
        get => Array.AsReadOnly(_minimums);
        init => _minimums = Copied(value, nameof(Minimums));
    }

    /// <summary>Whether items that the user knows may be listed.</summary>
    internal bool ListsKnown => _knownShare is double share ? share > 0 : RanksRated;

    /// <summary>Whether the best items are listed in their order.</summary>
    internal bool IsRanking => _knownShare is null or 0
        && _diversity == 0 && _novelty == 0 && _exploration == 0 && Mix is not { Weight: > 0 }
        && _limits.Length + _minimums.Length == 0;

    private static T[] Copied<T>(IEnumerable<T> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        T[] copy = [.. values];
        return Array.TrueForAll(copy, static value => value is not null)
            ? copy
            : throw new ArgumentNullException(name, $"An element of {name} is null.");
    }
}
