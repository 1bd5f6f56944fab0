using LiveTuning.Api;
using LiveTuning.Audience;
using LiveTuning.Films;
using LiveTuning.Start;
using LiveTuning.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.HttpOverrides;
using WeightlessNet.Serving;

namespace LiveTuning;

/// <summary>Assembles and runs the application.</summary>
internal static class LiveTuningApp
{
    /// <summary>Runs until the process is asked to end.</summary>
    /// <exception cref="InvalidDataException">The data or the state is malformed.</exception>
    /// <exception cref="IOException">The data or the state cannot be used, or another program has the state or the port.</exception>
    public static async Task RunAsync(Settings settings)
    {
        // Before the films are learned, which can take long.
        Ports.CheckFree(settings.Urls);
        string state = CreateState(Path.GetFullPath(settings.State ?? DefaultState()));
        var films = FilmCatalog.Load(settings.Data);
        Histories histories = new(Path.Combine(state, $"histories-{films.Fingerprint}"));
        await using Recommender<string, Film> recommender = await OpenAsync(films, state);

        WebApplicationBuilder builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = Limits.LargestRequestBytes;
        });

        // Against DNS rebinding: a foreign host name that points to this machine gets no answer.
        builder.Configuration["AllowedHosts"] = settings.AllowedHosts ?? Hosts.Of(settings.Urls);
        builder.Services.AddSingleton(settings).AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(films).AddSingleton<FilmBits>().AddSingleton(histories).AddSingleton(_ => recommender);
        builder.Services.AddSingleton<Visitors>().AddSingleton<Sliders>();
        builder.Services.AddSingleton<Lists>().AddSingleton<Reasons>().AddSingleton<WhatIfs>().AddSingleton<NetworkViews>();
        AddWeb(builder, settings, state);

        await using WebApplication app = builder.Build();
        Use(app, settings);

        // An error in the stored state shows at the start, not at the first request.
        app.Services.GetRequiredService<Visitors>();
        await app.StartAsync();
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        await Console.Out.WriteLineAsync($"Open {string.Join(" or ", addresses.Select(Hosts.ToOpen).Distinct())}");
        if (settings.AllowedHosts is null && addresses.Any(Hosts.IsAll))
        {
            await Console.Out.WriteLineAsync("To be reached by other names or addresses of this machine, add --allowed-hosts NAMES.");
        }

        await app.WaitForShutdownAsync();
    }

    private static async Task<Recommender<string, Film>> OpenAsync(FilmCatalog films, string state)
    {
        try
        {
            return await FilmRecommender.OpenAsync(films, state);
        }
        catch (IOException failure)
        {
            throw Unusable(state, failure);
        }
    }

    private static IOException Unusable(string state, IOException failure) => new(
        $"The folder {state} cannot be used: {failure.Message} If another server uses it, stop that one, or choose another folder "
        + "with --state DIR.",
        failure);

    private static void AddWeb(WebApplicationBuilder builder, Settings settings, string state)
    {
        IServiceCollection services = builder.Services;
        services.AddDataProtection()
            .SetApplicationName("WeightlessNet.LiveTuning")
            .PersistKeysToFileSystem(PrivateFolder.Own(Path.Combine(state, "keys")));
        services.AddSingleton<VisitorCookie>();
        services.AddLimits();
        services.AddProblemDetails();
        services.AddOpenApi();
        services.AddHealthChecks().AddCheck<StorageHealth>("storage");
        if (settings.Proxy is { } proxy)
        {
            services.Configure<ForwardedHeadersOptions>(options =>
            {
                options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                options.KnownIPNetworks.Clear();
                options.KnownProxies.Clear();
                options.KnownProxies.Add(proxy);
            });
        }

        builder.Logging.ClearProviders();
        if (settings.Logs)
        {
            builder.Logging
                .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
                .AddJsonConsole(options => options.TimestampFormat = "O");
            services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
                options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        }
    }

    private static void Use(WebApplication app, Settings settings)
    {
        // First of all: everything behind it sees the visitor's own address and scheme.
        if (settings.Proxy is not null)
        {
            app.UseForwardedHeaders();
        }

        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
        });
        app.MapApi();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapHealthChecks("/health");
    }

    private static string CreateState(string path)
    {
        try
        {
            return PrivateFolder.CreateUnlessThere(path).FullName;
        }
        catch (IOException failure)
        {
            throw Unusable(path, failure);
        }
    }

    private static string DefaultState()
    {
        string root = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return root.Length > 0
            ? Path.Combine(root, "WeightlessNet", "live-tuning")
            : throw new IOException("This account has no folder for application data; name a folder with --state DIR.");
    }
}
