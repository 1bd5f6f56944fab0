using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Learning, forgetting and training.</content>
public sealed partial class WeightlessRankingRecommender
{
    /// <inheritdoc/>
    public void Learn(in Rating rating)
    {
        Validate(rating);
        int id = StripedRatings.IdOf(rating.User);
        RatingStripe stripe = _ratings.Of(rating.User);
        lock (stripe.Lock)
        {
            _ratings.BeforeChange(stripe, rating.User);
            RatedItem rated = new(rating.Item, rating.Value, rating.Timestamp);
            bool isFirst = false;
            if (stripe.Log.Set(rating with { User = id }, out RatedItem replaced))
            {
                isFirst = stripe.Note(rating.User, replaced, -1);
            }
            else
            {
                _ratings.AddToCount(1);
                isFirst = stripe.Log.OfUser(id).Length == 1 && stripe.NoteUser(rating.User, 1);
            }

            isFirst |= stripe.Note(rating.User, rated, 1);
            stripe.Later?.Add(new LaterChange(LaterChangeKind.Learned, rating.User, rated));
            Changed(rating.User, isFirst);
        }

        _versions.AbsorbMany(stripe);
    }

    /// <inheritdoc/>
    public bool Forget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        RatingStripe stripe = _ratings.Of(user);
        bool isLast;
        lock (stripe.Lock)
        {
            stripe.Later?.Add(new LaterChange(LaterChangeKind.Forgotten, user, new RatedItem(item, 0, 0)));
            if (stripe.Log.IndexOf(StripedRatings.IdOf(user), item) < 0)
            {
                return false;
            }

            _ratings.BeforeChange(stripe, user);
            Remove(stripe, user, item);
            isLast = stripe.Log.OfUser(StripedRatings.IdOf(user)).IsEmpty;
            _versions.NeedForAll();
        }

        if (isLast)
        {
            ClearUnknown(user);
        }

        return true;
    }

    /// <inheritdoc/>
    public int ForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        int id = StripedRatings.IdOf(user);
        RatingStripe stripe = _ratings.Of(user);
        int count;
        lock (stripe.Lock)
        {
            stripe.Later?.Add(new LaterChange(LaterChangeKind.UserForgotten, user));
            _ratings.BeforeChange(stripe, user);
            count = stripe.Log.OfUser(id).Length;
            for (int left = count; left > 0; left--)
            {
                Remove(stripe, user, stripe.Log.OfUser(id)[left - 1].Item);
            }

            _versions.NeedForAll();
        }

        ClearUnknown(user);
        return count;
    }

    /// <summary>
    /// Forgets everything, learns these ratings, trains the central models, and learns how much each part of a score counts.
    /// </summary>
    /// <inheritdoc/>
    /// <remarks>
    /// <para>
    /// The central models are trained twice: without a fifth of the ratings to learn the weights, then on all ratings. A canceled training
    /// changes nothing, except an application's own central models. Neither does one that throws. Once trained, a score of a central model
    /// that is NaN counts as 0, and an infinite one as a large number.
    /// </para>
    /// <para>
    /// Until the training is done, answers are those of before. What other threads learn meanwhile shows at once and stays on top of these
    /// ratings; what they forget meanwhile stays forgotten, except for what was trained on it.
    /// </para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// While the weights are learned, a central model gave an item a score that is NaN or infinite.
    /// </exception>
    public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        foreach (ref readonly Rating rating in ratings)
        {
            Validate(rating);
        }

        lock (_training)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _ratings.BeginLater();
            try
            {
                LikedRatings held = new(ItemCount, Scale, _likedFrom);
                FittedRatings fitted = new(ItemCount, Scale, _likedFrom);
                foreach (ref readonly Rating rating in ratings)
                {
                    held.Set(rating);
                    fitted.Apply(new LaterChange(
                        LaterChangeKind.Learned, rating.User, new RatedItem(rating.Item, rating.Value, rating.Timestamp)));
                }

                RankingModel present = _versions.Current.Model;
                RankingTraining training = new(present.Fields.Own, Scale, _options, _likedFrom);
                RankingModel model = training.Run(ratings, held, present.Centrals, progress, cancellationToken);
                ReplaceAll(model, fitted);
            }
            finally
            {
                _ratings.EndLater();
            }
        }
    }

    private void ReplaceAll(RankingModel model, FittedRatings fitted)
    {
        // Most of what was learned meanwhile is added before others have to wait.
        for (int stripe = 0; stripe < StripedRatings.StripeCount; stripe++)
        {
            fitted.Apply(_ratings.TakeLater(stripe));
        }

        RankingVersion staged = RankingVersion.Of(model, fitted.Sums.MakeBlocks(), fitted.Sums.Totals);
        lock (_saving)
        {
            _versions.ReplaceAll((before, number) =>
            {
                for (int stripe = 0; stripe < StripedRatings.StripeCount; stripe++)
                {
                    fitted.Apply(_ratings.Stripe(stripe).Later!);
                }

                _ratings.Replace(fitted.Ratings);
                staged = fitted.Sums.Make(staged, number);
                _sums.Replace(fitted.Sums);
                _hot.Clear();
                return staged.As(before.Version + 1, number);
            });
        }
    }

    // The caller holds the lock of the user's stripe.
    private void Remove(RatingStripe stripe, int user, int item)
    {
        int id = StripedRatings.IdOf(user);
        stripe.Log.Remove(id, item, out RatedItem removed);
        _ratings.AddToCount(-1);
        bool isFirst = stripe.Note(user, removed, -1);
        isFirst |= stripe.Log.OfUser(id).IsEmpty && stripe.NoteUser(user, -1);
        Changed(user, isFirst);
    }

    // The caller holds the lock of the user's stripe.
    private void Changed(int user, bool isFirst)
    {
        _hot.Drop(user);
        _versions.Note(StripedRatings.NumberOf(user), isFirst);
    }

    // No data of a forgotten user stays in memory, not even in scratch memory that is never read. A version without the user's ratings is
    // published, so that no list of changes names the user either.
    private void ClearUnknown(int user)
    {
        RatingStripe stripe = _ratings.Of(user);
        lock (stripe.Lock)
        {
            if (stripe.Log.OfUser(StripedRatings.IdOf(user)).IsEmpty)
            {
                _hot.Remove(user);
            }
        }

        _versions.Publish();
        _versions.Current.Model.Clear();
    }
}
