# docker build -t zobench . && docker run --rm -v "$PWD:/work" zobench run Grids/smoke.grid
FROM swift:6.2-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends libopenblas-dev libsqlite3-dev
COPY . /source
RUN /source/scripts/install /opt/zobench

FROM swift:6.2-noble-slim
RUN apt-get update && apt-get install -y --no-install-recommends libopenblas0-pthread libsqlite3-0 \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/zobench /opt/zobench
COPY Grids /work/Grids
WORKDIR /work
ENTRYPOINT ["/opt/zobench/bin/zobench"]
