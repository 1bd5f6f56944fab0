using System.Globalization;

namespace WeightlessNet.Serving.Internals;

/// <summary>The formats of keys that the library knows. They use no reflection, and are the same in every culture.</summary>
internal static class KnownKeyFormats
{
    // Neither white space nor separators: a stored number has one form only.
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    /// <summary>The format of a type; null if the library knows none.</summary>
    public static KeyFormat<TKey>? Of<TKey>()
        where TKey : notnull => (Text<TKey>() ?? Number<TKey>() ?? Time<TKey>()) as KeyFormat<TKey>;

    private static object? Text<TKey>()
    {
        Type type = typeof(TKey);
        if (type == typeof(string))
        {
            return new KeyFormat<string>(static key => key, static text => text);
        }

        if (type == typeof(char))
        {
            return new KeyFormat<char>(static key => key.ToString(), char.Parse);
        }

        if (type == typeof(bool))
        {
            return new KeyFormat<bool>(static key => key ? "true" : "false", bool.Parse);
        }

        if (type == typeof(Guid))
        {
            return new KeyFormat<Guid>(static key => key.ToString("D"), static text => Guid.ParseExact(text, "D"));
        }

        if (type == typeof(Uri))
        {
            return new KeyFormat<Uri>(static key => key.OriginalString, static text => new Uri(text, UriKind.RelativeOrAbsolute));
        }

        return type == typeof(Version) ? new KeyFormat<Version>(static key => key.ToString(), Version.Parse) : null;
    }

    private static object? Number<TKey>()
    {
        Type type = typeof(TKey);
        if (type == typeof(int))
        {
            return new KeyFormat<int>(static key => key.ToString(Invariant), static text => int.Parse(text, Whole, Invariant));
        }

        if (type == typeof(long))
        {
            return new KeyFormat<long>(static key => key.ToString(Invariant), static text => long.Parse(text, Whole, Invariant));
        }

        if (type == typeof(uint))
        {
            return new KeyFormat<uint>(static key => key.ToString(Invariant), static text => uint.Parse(text, Whole, Invariant));
        }

        if (type == typeof(ulong))
        {
            return new KeyFormat<ulong>(static key => key.ToString(Invariant), static text => ulong.Parse(text, Whole, Invariant));
        }

        if (type == typeof(short))
        {
            return new KeyFormat<short>(static key => key.ToString(Invariant), static text => short.Parse(text, Whole, Invariant));
        }

        if (type == typeof(ushort))
        {
            return new KeyFormat<ushort>(static key => key.ToString(Invariant), static text => ushort.Parse(text, Whole, Invariant));
        }

        if (type == typeof(byte))
        {
            return new KeyFormat<byte>(static key => key.ToString(Invariant), static text => byte.Parse(text, Whole, Invariant));
        }

        if (type == typeof(sbyte))
        {
            return new KeyFormat<sbyte>(static key => key.ToString(Invariant), static text => sbyte.Parse(text, Whole, Invariant));
        }

        return WideNumber(type);
    }

    private static object? WideNumber(Type type)
    {
        if (type == typeof(Int128))
        {
            return new KeyFormat<Int128>(static key => key.ToString(Invariant), static text => Int128.Parse(text, Whole, Invariant));
        }

        if (type == typeof(UInt128))
        {
            return new KeyFormat<UInt128>(static key => key.ToString(Invariant), static text => UInt128.Parse(text, Whole, Invariant));
        }

        return type == typeof(decimal)
            ? new KeyFormat<decimal>(
                static key => key.ToString(Invariant),
                static text => decimal.Parse(text, Whole | NumberStyles.AllowDecimalPoint, Invariant))
            : null;
    }

    // No DateTime: as local time it means another moment on another machine.
    private static object? Time<TKey>()
    {
        Type type = typeof(TKey);
        if (type == typeof(DateOnly))
        {
            return new KeyFormat<DateOnly>(
                static key => key.ToString("O", Invariant), static text => DateOnly.ParseExact(text, "O", Invariant));
        }

        if (type == typeof(TimeOnly))
        {
            return new KeyFormat<TimeOnly>(
                static key => key.ToString("O", Invariant), static text => TimeOnly.ParseExact(text, "O", Invariant));
        }

        if (type == typeof(TimeSpan))
        {
            return new KeyFormat<TimeSpan>(
                static key => key.ToString("c", Invariant), static text => TimeSpan.ParseExact(text, "c", Invariant));
        }

        return type == typeof(DateTimeOffset)
            ? new KeyFormat<DateTimeOffset>(
                static key => key.ToString("O", Invariant), static text => DateTimeOffset.ParseExact(text, "O", Invariant))
            : null;
    }
}
