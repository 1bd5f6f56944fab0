using System.Collections;

namespace WeightlessNet.Recommenders.Ratings.Internals;

internal sealed partial class RatingLog
{
    // While another log shares the entries: which pages and which users' entries were copied since. Null otherwise.
    private BitArray? _ownPages;
    private BitArray? _ownUsers;
    private int _shares;

    /// <summary>
    /// These ratings as they are now, to be read by another thread while this log changes. A change then copies the user's entries first.
    /// Call <see cref="EndShare"/> when the ratings have been read.
    /// </summary>
    /// <remarks>Takes time and memory in proportion to the number of pages.</remarks>
    public RatingLog Share()
    {
        RatingLog shared = new(_packing)
        {
            _pages = [.. _pages],
            UserCount = UserCount,
            RatingCount = RatingCount,
        };
        _ownPages = new BitArray(_pages.Length);
        _ownUsers = new BitArray(UserCount);
        _shares++;
        return shared;
    }

    /// <summary>Ends what <see cref="Share"/> began.</summary>
    public void EndShare()
    {
        if (--_shares == 0)
        {
            (_ownPages, _ownUsers) = (null, null);
        }
    }

    // Copies what another log shares of a user. Must precede every change of the user's entries.
    private void Own(int user)
    {
        if (_ownPages is null)
        {
            return;
        }

        // Pages and users that are not in the arrays were empty when the log was shared.
        int page = user >> PageBits;
        if (page < _ownPages.Length && !_ownPages[page])
        {
            _pages[page] = _pages[page]?.ToArray();
            _ownPages[page] = true;
        }

        if (user < _ownUsers!.Length && !_ownUsers[user])
        {
            UserEntries[] entries = PageOf(user);
            int at = user & (PageSize - 1);
            if (at < entries.Length)
            {
                entries[at].CopyArrays();
            }

            _ownUsers[user] = true;
        }
    }

    private partial struct UserEntries
    {
        /// <summary>Goes on with copies of the arrays, which another log shares.</summary>
        public void CopyArrays()
        {
            _packed = _packed?.ToArray();
            _loose = _loose?.ToArray();
        }
    }
}
