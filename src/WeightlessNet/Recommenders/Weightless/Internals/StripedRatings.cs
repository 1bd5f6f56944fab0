using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>The ratings of all users, in stripes with a lock each.</summary>
/// <remarks>
/// Thread-safe. Within a stripe the users have ids of their own: the first user of each stripe has id 0, whatever the stripe.
/// </remarks>
/// <param name="scale">The scale of the ratings.</param>
/// <param name="likedFrom">The lowest rating of a like; if nobody asks for likes, infinite.</param>
internal sealed class StripedRatings(RatingScale scale, float likedFrom = float.PositiveInfinity)
{
    private const int StripeBits = 6;

    /// <summary>The number of stripes.</summary>
    public const int StripeCount = 1 << StripeBits;

    private readonly PackedRatings _packing = new(scale);
    private readonly RatingStripe?[] _stripes = new RatingStripe?[StripeCount];
    private int _count;
    private volatile int _savedUsers = int.MaxValue;

    // The copy of the user that is being read. A new one for each user would have the garbage collector suspend all threads again and
    // again.
    private ulong[] _readPacked = [];
    private RatedItem[] _readLoose = [];

    /// <summary>How many ratings there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The number of a user's stripe.</summary>
    public static int NumberOf(int user) => user & (StripeCount - 1);

    /// <summary>A user's id within the user's stripe.</summary>
    public static int IdOf(int user) => user >> StripeBits;

    /// <summary>The stripe of a user.</summary>
    public RatingStripe Of(int user) => Stripe(NumberOf(user));

    /// <summary>The stripe with a number.</summary>
    public RatingStripe Stripe(int number) => _stripes[number] ?? Created(number);

    /// <summary>One more than the highest id of a user who has rated or has a recency of their own.</summary>
    public int UserIdBound
    {
        get
        {
            int bound = 0;
            for (int number = 0; number < StripeCount; number++)
            {
                if (_stripes[number] is RatingStripe stripe)
                {
                    lock (stripe.Lock)
                    {
                        bound = Math.Max(bound, RatedBoundOf(stripe, number));
                        bound = Math.Max(bound, stripe.Drifting.Count == 0 ? 0 : RecommenderArguments.BoundOf(stripe.Drifting.Max));
                    }
                }
            }

            return bound;
        }
    }

    /// <summary>Adds to the number of ratings.</summary>
    public void AddToCount(int change)
    {
        if (change != 0)
        {
            Interlocked.Add(ref _count, change);
        }
    }

    /// <summary>
    /// Begins to note what is learned and forgotten in all stripes, from one moment on; see <see cref="RatingStripe.Later"/>.
    /// </summary>
    public void BeginLater() => AtOnce(() => SetLater(static () => []));

    /// <summary>Ends what <see cref="BeginLater"/> began. What was noted is dropped.</summary>
    public void EndLater() => AtOnce(() => SetLater(static () => null));

    /// <summary>Takes what was noted in a stripe; noting goes on.</summary>
    public List<LaterChange> TakeLater(int number)
    {
        RatingStripe stripe = Stripe(number);
        lock (stripe.Lock)
        {
            List<LaterChange> taken = stripe.Later!;
            stripe.Later = [];
            return taken;
        }
    }

    /// <summary>Replaces all ratings by those of <paramref name="other"/>, which is not used afterwards. All stripes are locked.</summary>
    public void Replace(StripedRatings other)
    {
        for (int number = 0; number < StripeCount; number++)
        {
            Stripe(number).Replace(other.Stripe(number).Log);
        }

        Volatile.Write(ref _count, other.Count);
    }

    /// <summary>Keeps what a save needs of a user who is about to change. The caller holds the stripe's lock.</summary>
    public void BeforeChange(RatingStripe stripe, int user)
    {
        if (stripe.Before is not null && user >= _savedUsers)
        {
            stripe.Before.TryAdd(user, stripe.Log.OfUser(IdOf(user)).Copy());
        }
    }

    /// <summary>All users whose recent ratings have more weight, in no stated order: the caller may hold all stripes' locks.</summary>
    public int[] DriftingUsers()
    {
        List<int> users = [];
        for (int number = 0; number < StripeCount; number++)
        {
            if (_stripes[number] is RatingStripe stripe)
            {
                lock (stripe.Lock)
                {
                    users.AddRange(stripe.Drifting);
                }
            }
        }

        return [.. users];
    }

    /// <summary>
    /// Begins to read all ratings as they are at one moment, at which all stripes are locked. Other threads may learn and forget
    /// afterwards; none waits for longer than the copy of a user's log takes. One thread at a time may read; call <see cref="End"/>.
    /// </summary>
    /// <param name="atOnce">Runs at that moment.</param>
    /// <returns>One more than the highest id of a user with a rating.</returns>
    public int Begin(Action atOnce)
    {
        int users = 0;
        try
        {
            AtOnce(() =>
            {
                for (int number = 0; number < StripeCount; number++)
                {
                    RatingStripe stripe = Stripe(number);
                    stripe.Before = [];
                    users = Math.Max(users, RatedBoundOf(stripe, number));
                }

                _savedUsers = 0;
                atOnce();
            });
        }
        catch
        {
            // Nobody will read: without this, every change would be kept for a reader.
            End();
            throw;
        }

        return users;
    }

    /// <summary>Acts while all stripes are locked, so that nobody learns or forgets.</summary>
    public void AtOnce(Action act)
    {
        int held = 0;
        try
        {
            for (; held < StripeCount; held++)
            {
                Stripe(held).Lock.Enter();
            }

            act();
        }
        finally
        {
            while (held > 0)
            {
                Stripe(--held).Lock.Exit();
            }
        }
    }

    /// <summary>
    /// The ratings of a user at the moment of <see cref="Begin"/>, valid until the next user is read. Users are read in the order of their
    /// ids.
    /// </summary>
    public UserRatings ReadNext(int user)
    {
        RatingStripe stripe = Of(user);
        lock (stripe.Lock)
        {
            _savedUsers = user + 1;
            return stripe.Before!.Remove(user, out RatingsCopy? before)
                ? before.View
                : stripe.Log.OfUser(IdOf(user)).CopyTo(ref _readPacked, ref _readLoose);
        }
    }

    /// <summary>Ends the reading of all ratings.</summary>
    public void End()
    {
        _savedUsers = int.MaxValue;
        (_readPacked, _readLoose) = ([], []);
        for (int number = 0; number < StripeCount; number++)
        {
            RatingStripe stripe = Stripe(number);
            lock (stripe.Lock)
            {
                stripe.Before = null;
            }
        }
    }

    private void SetLater(Func<List<LaterChange>?> create)
    {
        for (int number = 0; number < StripeCount; number++)
        {
            Stripe(number).Later = create();
        }
    }

    private RatingStripe Created(int number)
    {
        RatingStripe created = new(_packing, likedFrom);
        return Interlocked.CompareExchange(ref _stripes[number], created, null) ?? created;
    }

    private static int RatedBoundOf(RatingStripe stripe, int number)
    {
        int users = stripe.Log.UserCount;
        return users == 0 ? 0 : ((users - 1) << StripeBits) + number + 1;
    }
}
