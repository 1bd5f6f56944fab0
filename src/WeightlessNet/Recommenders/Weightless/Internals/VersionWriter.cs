using System.Numerics;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Makes the versions of what all users share. Ratings are added to a version together: when a thread that has learned some asks a
/// question, when a user asks whose own ratings are not in a version yet, when a forgotten rating is not to show any longer, and otherwise
/// once in 16 milliseconds.
/// </summary>
/// <remarks>
/// Thread-safe. A thread that finds another one publishing goes on with the version before, unless it needs a later one. The order of locks
/// is: publishing, then a stripe.
/// </remarks>
/// <typeparam name="TVersion">The versions.</typeparam>
/// <param name="ratings">The ratings of all users.</param>
/// <param name="sums">The sums that versions are made of.</param>
/// <param name="first">The version of no ratings.</param>
internal sealed class VersionWriter<TVersion>(StripedRatings ratings, ICrowdSums<TVersion> sums, TVersion first)
    where TVersion : class, IVersion
{
    // So many changes in a stripe are added to the sums before anybody asks, so that they do not pile up.
    private const int MostPending = 128;

    // In milliseconds.
    private const int LongestDelay = 16;

    private readonly Lock _publishing = new();
    private readonly ThreadNeeds _needs = new();
    private long _dirtyStripes;
    private volatile TVersion _current = first;
    private volatile bool _hasUnpublished;
    private volatile bool _hasAbsorbed;
    private long _begun;
    private long _needed;
    private long _publishedAt;

    /// <summary>The latest version.</summary>
    public TVersion Current => _current;

    /// <summary>
    /// Whether ratings of a user may be missing in <see cref="Current"/>. The caller holds the lock of the user's stripe.
    /// </summary>
    public bool Misses(RatingStripe stripe, int user) => _hasAbsorbed || stripe.HasUnpublished(user);

    /// <summary>Takes note that a stripe has changes. The caller holds the stripe's lock.</summary>
    /// <param name="number">The number of the stripe.</param>
    /// <param name="isFirst">Whether it had none before.</param>
    public void Note(int number, bool isFirst)
    {
        if (isFirst)
        {
            Interlocked.Or(ref _dirtyStripes, 1L << number);
        }

        // A version that is begun later has the change.
        _needs.Need(Volatile.Read(ref _begun) + 1);
        if (!_hasUnpublished)
        {
            _hasUnpublished = true;
        }
    }

    /// <summary>Adds the changes of all stripes to the sums if this one has many. The caller holds no stripe's lock.</summary>
    public void AbsorbMany(RatingStripe stripe)
    {
        if (stripe.PendingCount >= MostPending && _publishing.TryEnter())
        {
            try
            {
                Absorb();
            }
            finally
            {
                _publishing.Exit();
            }
        }
    }

    /// <summary>Changes the sums otherwise than by noted changes. No later answer comes from a version without this.</summary>
    /// <param name="change">Changes the sums.</param>
    public void Absorb(Action change)
    {
        lock (_publishing)
        {
            change();
            _hasAbsorbed = true;
            _hasUnpublished = true;
            NeedForAll();
        }
    }

    /// <summary>
    /// Has no later answer come from a version without the changes noted so far: something was forgotten. The caller holds the lock of the
    /// stripe that was changed.
    /// </summary>
    public void NeedForAll()
    {
        long version = Volatile.Read(ref _begun) + 1;
        for (long before = Volatile.Read(ref _needed); before < version;)
        {
            long seen = Interlocked.CompareExchange(ref _needed, version, before);
            before = seen == before ? version : seen;
        }
    }

    /// <summary>The latest version, after one was published if that is due.</summary>
    public TVersion Following()
    {
        TVersion current = _current;
        if (Math.Max(Volatile.Read(ref _needed), _needs.Own) > current.Number)
        {
            Publish();
            return _current;
        }

        if (_hasUnpublished && IsDue() && _publishing.TryEnter())
        {
            try
            {
                PublishHere();
            }
            finally
            {
                _publishing.Exit();
            }
        }

        return _current;
    }

    /// <summary>Publishes a version with all ratings.</summary>
    public void Publish()
    {
        lock (_publishing)
        {
            PublishHere();
        }
    }

    /// <summary>Publishes a version that is made from the present one, which has all ratings.</summary>
    public void Publish(Func<TVersion, TVersion> change)
    {
        lock (_publishing)
        {
            PublishHere();
            _current = change(_current);
        }
    }

    /// <summary>
    /// Publishes a version of other ratings, while no rating is learned or forgotten. Changes that were not published are dropped.
    /// </summary>
    /// <param name="change">
    /// Replaces the ratings and the sums. It receives the present version and the number of the next one, which it makes.
    /// </param>
    public void ReplaceAll(Func<TVersion, long, TVersion> change)
    {
        lock (_publishing)
        {
            ratings.AtOnce(() =>
            {
                for (int stripe = 0; stripe < StripedRatings.StripeCount; stripe++)
                {
                    ratings.Stripe(stripe).TakePending();
                    ratings.Stripe(stripe).Published();
                }

                Interlocked.Exchange(ref _dirtyStripes, 0);
                _hasUnpublished = false;
                _hasAbsorbed = false;
                _current = change(_current, Interlocked.Increment(ref _begun));
            });
        }
    }

    /// <summary>A version in which some of a user's ratings are changed, that no other thread sees.</summary>
    /// <param name="user">The user.</param>
    /// <param name="change">From the user's stripe, which is locked: what the crowd would be told.</param>
    public TVersion Supposing(int user, Func<RatingStripe, List<CrowdChange>> change)
    {
        lock (_publishing)
        {
            RatingStripe stripe = ratings.Of(user);
            List<CrowdChange>? changes = null;
            while (changes is null)
            {
                PublishHere();
                lock (stripe.Lock)
                {
                    // The user may have changed since.
                    changes = stripe.HasUnpublished(user) ? null : change(stripe);
                }
            }

            Apply(changes);
            TVersion supposed = sums.Make(_current, Volatile.Read(ref _begun));
            foreach (CrowdChange each in changes)
            {
                sums.Apply(each with { Sign = (sbyte)-each.Sign });
            }

            return supposed;
        }
    }

    /// <summary>Begins to read all ratings as they are at one moment; see <see cref="StripedRatings.Begin"/>.</summary>
    /// <param name="atOnce">Runs at that moment, when the sums have all ratings. Receives the version.</param>
    /// <returns>One more than the highest id of a user with a rating.</returns>
    public int Begin(Action<TVersion> atOnce)
    {
        lock (_publishing)
        {
            return ratings.Begin(() =>
            {
                Absorb();
                atOnce(_current);
            });
        }
    }

    // Threads that learned nothing do not publish more often, so that few of their answers take longer.
    private bool IsDue() => Environment.TickCount64 - Volatile.Read(ref _publishedAt) >= LongestDelay;

    // The caller holds the lock.
    private void PublishHere()
    {
        if (!_hasUnpublished && !_hasAbsorbed)
        {
            return;
        }

        // In this order: what is noted while this runs needs the next version, and says that there is something unpublished.
        _hasUnpublished = false;
        Interlocked.Increment(ref _begun);
        long taken = 0;

        // At one moment, so that a version has every change that was made before one that it has.
        ratings.AtOnce(() =>
        {
            taken = Interlocked.Exchange(ref _dirtyStripes, 0);
            ForEach(taken, static (_, stripe) => stripe.TakePending());
        });
        ForEach(taken, static (writer, stripe) => writer.Apply(stripe.Taken));
        Volatile.Write(ref _publishedAt, Environment.TickCount64);
        _current = sums.Make(_current, Volatile.Read(ref _begun));
        _hasAbsorbed = false;
        ForEach(taken, static (_, stripe) => stripe.Published());
    }

    // Adds changes to the sums without a version. The caller holds the lock.
    private void Absorb()
    {
        long taken = Interlocked.Exchange(ref _dirtyStripes, 0);
        if (taken == 0)
        {
            return;
        }

        // What was absorbed is still to be published.
        _hasAbsorbed = true;
        _hasUnpublished = true;
        ForEach(taken, static (writer, stripe) =>
        {
            writer.Apply(stripe.TakePending());
            stripe.Published();
        });
    }

    private void ForEach(long stripes, Action<VersionWriter<TVersion>, RatingStripe> act)
    {
        for (; stripes != 0; stripes &= stripes - 1)
        {
            RatingStripe stripe = ratings.Stripe(BitOperations.TrailingZeroCount(stripes));
            lock (stripe.Lock)
            {
                act(this, stripe);
            }
        }
    }

    private void Apply(List<CrowdChange> changes)
    {
        foreach (CrowdChange change in changes)
        {
            sums.Apply(change);
        }
    }
}
